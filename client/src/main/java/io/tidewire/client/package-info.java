/// The WebSocket client: connects, over TLS and through proxies where asked.
package io.tidewire.client;
