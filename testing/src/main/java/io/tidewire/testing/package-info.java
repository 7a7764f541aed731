/// What the tests of all modules share: the check that no buffer leaks.
package io.tidewire.testing;
