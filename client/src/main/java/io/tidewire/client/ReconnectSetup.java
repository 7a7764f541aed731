package io.tidewire.client;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// How to reconnect, with the chance and the time that it goes by.
record ReconnectSetup(
    ReconnectOptions options, RandomGenerator random, InstantSource clock, Timer timer) {}
