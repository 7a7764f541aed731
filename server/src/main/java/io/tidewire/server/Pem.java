package io.tidewire.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// One block of a PEM file (RFC 7468).
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  // A certificate chain has a few KiB. Whoever names a wrong file need not wait for a large one.
  private static final int LARGEST = 1 << 20;

  private final String label;
  private final byte[] content;

  private Pem(String label, byte[] content) {
    this.label = label;
    this.content = content;
  }

  /// All blocks of a file, in order; none when it is not PEM.
  static List<Pem> read(Path file) {
    List<Pem> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(new String(content(file), StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      blocks.add(new Pem(matcher.group(1), decode(matcher.group(2), file)));
    }
    return blocks;
  }

  /// What stands behind `BEGIN`, such as `CERTIFICATE`.
  String label() {
    return label;
  }

  byte[] content() {
    return content;
  }

  /// The private key that this block holds.
  ///
  /// @param password null when there is none
  PKCS8EncodedKeySpec pkcs8(Path file, String password) throws GeneralSecurityException {
    return switch (label) {
      case "PRIVATE KEY" -> new PKCS8EncodedKeySpec(content);
      case "ENCRYPTED PRIVATE KEY" -> decrypt(file, password);
      default -> throw notPkcs8(file, "is of the form " + label);
    };
  }

  private PKCS8EncodedKeySpec decrypt(Path file, String password) {
    if (password == null) {
      throw new IllegalArgumentException("the key in " + file + " is encrypted: give its password");
    }
    EncryptedPrivateKeyInfo info;
    Cipher cipher;
    try {
      info = new EncryptedPrivateKeyInfo(content);
      cipher = Cipher.getInstance(scheme(info));
    } catch (IOException | GeneralSecurityException unknown) {
      throw notPkcs8(file, "is encrypted in a way that the JDK does not know");
    }
    try {
      Key key =
          SecretKeyFactory.getInstance(cipher.getAlgorithm())
              .generateSecret(new PBEKeySpec(password.toCharArray()));
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (GeneralSecurityException failure) {
      throw new IllegalArgumentException("the password of " + file + " is wrong", failure);
    }
  }

  // The whole name of a PBES2 scheme (RFC 8018 §6.2) is known to its parameters alone.
  private static String scheme(EncryptedPrivateKeyInfo info) {
    String name = info.getAlgName();
    boolean pbes2 = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
    return pbes2 ? info.getAlgParameters().toString() : name;
  }

  private static IllegalArgumentException notPkcs8(Path file, String what) {
    return new IllegalArgumentException(
        "the key in %s %s: convert it with openssl pkcs8 -topk8 -nocrypt -in %s -out key.pem"
            .formatted(file, what, file));
  }

  /// The content of a file that holds keys or certificates, in whatever form.
  ///
  /// @throws IllegalArgumentException when it cannot be read; the message names the file and says
  ///   why
  static byte[] content(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is too large");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException(file + " does not exist", missing);
    } catch (AccessDeniedException denied) {
      throw new IllegalArgumentException(file + " may not be read by this user", denied);
    } catch (IOException failure) {
      throw new IllegalArgumentException(
          file + " cannot be read: " + failure.getMessage(), failure);
    }
  }

  private static byte[] decode(String base64, Path file) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(file + " is not in PEM form", malformed);
    }
  }
}
