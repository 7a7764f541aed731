/// JMH benchmarks. Run `java -jar benchmarks/target/benchmarks.jar -prof gc` after a build;
/// `gc.alloc.rate.norm` is then the bytes allocated per message.
package io.tidewire.benchmarks;
