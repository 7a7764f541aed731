package io.tidewire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewire.server.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is put to use when the files of a certificate change, one look after the other.
class CertificateWatchTest {
  @TempDir private Path folder;
  private final List<ServerTls> used = new ArrayList<>();
  private Path certificate;
  private Path key;
  private CertificateWatch watch;

  @BeforeEach
  void start() throws IOException {
    certificate = folder.resolve("cert.pem");
    key = folder.resolve("key.pem");
    write(TestCertificate.localhost());
    watch = new CertificateWatch(List.of(certificate, key), () -> ServerTls.pem(certificate, key));
  }

  private void write(TestCertificate made) throws IOException {
    Files.writeString(certificate, made.certificate());
    Files.writeString(key, made.key());
  }

  private String look() {
    return watch.look(used::add);
  }

  @Test
  void whatStaysAsItIsIsLeftAlone() {
    assertThat(look()).isEmpty();
    assertThat(look()).isEmpty();
    assertThat(used).isEmpty();
  }

  @Test
  void aNewCertificateIsUsedOnceItHasSettled() throws IOException {
    write(TestCertificate.localhost());
    assertThat(look()).isEmpty();
    assertThat(look())
        .isEqualTo(certificate + " has changed: new connections get the new certificate");
    assertThat(look()).isEmpty();
    assertThat(used).hasSize(1);
  }

  @Test
  void aCertificateWhoseKeyIsStillToComeIsWaitedFor() throws IOException {
    TestCertificate fresh = TestCertificate.localhost();
    Files.writeString(certificate, fresh.certificate());
    assertThat(look()).isEmpty();
    Files.writeString(key, fresh.key());
    assertThat(look()).isEmpty();
    assertThat(look()).contains("has changed");
    assertThat(used).hasSize(1);
  }

  @Test
  void aLinkThatLeadsElsewhereIsAChange() throws IOException {
    Path fresh = Files.writeString(folder.resolve("new.pem"), Files.readString(certificate) + "\n");
    Files.delete(certificate);
    Files.createSymbolicLink(certificate, fresh);
    look();
    assertThat(look()).contains("has changed");
  }

  @Test
  void whatCannotBeUsedIsToldOnceAndWhatComesLaterIsUsed() throws IOException {
    Files.writeString(certificate, "nonsense");
    look();
    assertThat(look())
        .startsWith("the old certificate stays, for the new one cannot be used: " + certificate)
        .contains("holds no certificate");
    assertThat(look()).isEmpty();
    Files.delete(certificate);
    look();
    assertThat(look()).contains("the old certificate stays").contains("does not exist");
    assertThat(used).isEmpty();

    write(TestCertificate.localhost());
    look();
    assertThat(look()).contains("has changed");
    assertThat(used).hasSize(1);
  }

  @Test
  void whatTheServerRefusesIsToldToo() throws IOException {
    write(TestCertificate.localhost());
    look();
    assertThat(watch.look(_ -> refuse())).endsWith("cannot be used: not like this");
  }

  private static void refuse() {
    throw new IllegalArgumentException("not like this");
  }
}
