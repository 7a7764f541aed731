package io.tidewire.benchmarks;

import io.tidewire.protocol.CloseReason;
import io.tidewire.protocol.EngineListener;
import java.nio.ByteBuffer;

/// Takes what an engine reports and does as little with it as can be.
class CountingListener implements EngineListener {
  long bytes;

  @Override
  public void onData(boolean text, boolean last, ByteBuffer payload) {
    bytes += payload.remaining();
  }

  @Override
  public void onPing(ByteBuffer payload) {}

  @Override
  public void onPong(ByteBuffer payload) {}

  @Override
  public void onControlFrame(ByteBuffer frame) {}

  @Override
  public void onClosed(CloseReason reason) {
    throw new IllegalStateException("a benchmark's frames are good, but: " + reason);
  }
}
