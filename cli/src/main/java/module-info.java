/// The `tidewire` command, written against the public API of the other modules.
module io.tidewire.cli {
  requires info.picocli;
  requires io.netty.pkitesting;
  requires io.tidewire.client;
  requires io.tidewire.conformance;
  requires io.tidewire.fallback;
  requires io.tidewire.load;
  requires io.tidewire.server;
  requires java.logging;
  requires java.xml;
  requires jdk.unsupported;
  requires tools.jackson.databind;

  // picocli reads options and fields by reflection.
  opens io.tidewire.cli to
      info.picocli;
}
