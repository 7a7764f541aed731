package io.tidewire.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What Tidewire logs meanwhile, which then does not reach the console.
final class CapturedLog extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("io.tidewire");
  private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

  private volatile boolean failing;

  CapturedLog() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  List<LogRecord> records() {
    return records;
  }

  /// From now on every record fails whoever logs it.
  void fail() {
    failing = true;
  }

  @Override
  public void publish(LogRecord record) {
    if (failing) {
      throw new IllegalStateException("the log is full");
    }
    records.add(record);
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public void close() {
    logger.setUseParentHandlers(true);
    logger.removeHandler(this);
  }
}
