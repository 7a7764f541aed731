package io.tidewire.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.AccessDeniedException;
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
    Matcher matcher = BLOCK.matcher(text(file));
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
      default ->
          throw new IllegalArgumentException(
              file
                  + " holds a key of the form "
                  + label
                  + ", not PKCS#8: convert it with openssl pkcs8 -topk8 -nodes -in "
                  + file
                  + " -out key.pem");
    };
  }

  private PKCS8EncodedKeySpec decrypt(Path file, String password) {
    if (password == null) {
      throw new IllegalArgumentException("the key in " + file + " is encrypted: give its password");
    }
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
      // The parameters know the whole name of a PBES2 scheme, the info itself does not.
      String name = info.getAlgName();
      String scheme =
          name.equals("PBES2") || name.startsWith("1.2.840")
              ? info.getAlgParameters().toString()
              : name;
      Key key =
          SecretKeyFactory.getInstance(scheme)
              .generateSecret(new PBEKeySpec(password.toCharArray()));
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return info.getKeySpec(cipher);
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalArgumentException("the password of " + file + " is wrong", failure);
    }
  }

  /// Why a file cannot be read.
  static String unreadable(Path file, IOException failure) {
    return switch (failure) {
      case NoSuchFileException missing -> file + " does not exist";
      case AccessDeniedException denied -> file + " may not be read by this user";
      default -> file + " cannot be read: " + failure.getMessage();
    };
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is too large");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new IllegalArgumentException(unreadable(file, failure), failure);
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
