/// Echo servers to measure beside each other: Tidewire's two styles, the servers of other projects
/// as their documentation recommends them, and bare sockets as the floor.
///
/// Each is a program of its own through [io.tidewire.benchmarks.servers.Contestants]. All of them
/// take messages of at least 16 MiB, send at once (no Nagle), run on as many event loops as they
/// are told, and compress with zlib's level 1 where they compress, so that machinery is compared
/// and not levels.
package io.tidewire.benchmarks.servers;
