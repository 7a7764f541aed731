/// Drives the protocol engine over a Netty channel, for the server and client modules only.
package io.tidewire.connection;
