/// permessage-deflate: [PerMessageDeflate] is where to begin.
package io.tidewire.deflate;
