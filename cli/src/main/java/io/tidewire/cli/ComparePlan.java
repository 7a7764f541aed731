package io.tidewire.cli;

import java.time.Duration;

/// What `tidewire compare` measures.
///
/// @param feed the messages of each slice
/// @param poll how often short polling asks
/// @param rounds how often each transport has its slice
record ComparePlan(FeedPlan feed, Duration poll, int rounds) {}
