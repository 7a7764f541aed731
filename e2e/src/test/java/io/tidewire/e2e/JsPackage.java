package io.tidewire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The npm package of our JavaScript client, in `js/`.
final class JsPackage {
  private static boolean built;

  private JsPackage() {}

  /// Compiles it, once.
  static synchronized void build() throws Exception {
    if (!built) {
      npm("run", "build");
      built = true;
    }
  }

  /// Runs npm there, which has to succeed.
  ///
  /// @return what it printed
  static String npm(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Tool.NPM.command()));
    command.addAll(List.of(arguments));
    Process npm =
        new ProcessBuilder(command)
            .directory(Checkout.ROOT.resolve("js").toFile())
            .redirectErrorStream(true)
            .start();
    npm.getOutputStream().close();
    String output = String.join("\n", npm.inputReader(StandardCharsets.UTF_8).lines().toList());
    assertThat(npm.waitFor()).as(output).isZero();
    return output;
  }
}
