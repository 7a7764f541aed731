/// What the tests of all modules share: the check that nothing is left behind, and a bad network.
package io.tidewire.testing;
