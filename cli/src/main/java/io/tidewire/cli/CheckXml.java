package io.tidewire.cli;

import io.tidewire.conformance.CaseResult;
import io.tidewire.conformance.Judgment;
import io.tidewire.conformance.Report;
import io.tidewire.conformance.Verdict;
import io.tidewire.conformance.WireLog;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A run of `tidewire check` as the XML of JUnit that CI servers read: a suite for each family.
/// What is NON-STRICT passes, and says why in `system-out`; what the peer declined is skipped.
final class CheckXml {
  private final Report report;
  private final XMLStreamWriter xml;

  private CheckXml(Report report, XMLStreamWriter xml) {
    this.report = report;
    this.xml = xml;
  }

  static String of(Report report) {
    StringWriter text = new StringWriter();
    try {
      new CheckXml(report, XMLOutputFactory.newFactory().createXMLStreamWriter(text)).write();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return text.append('\n').toString();
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    start("testsuites", "name", "tidewire check " + report.agent());
    counts(report.results());
    Map<String, List<CaseResult>> families =
        report.results().stream()
            .collect(
                Collectors.groupingBy(
                    result -> result.tried().family(), LinkedHashMap::new, Collectors.toList()));
    for (Map.Entry<String, List<CaseResult>> family : families.entrySet()) {
      suite(family.getKey(), family.getValue());
    }
    xml.writeEndDocument();
  }

  private void suite(String family, List<CaseResult> results) throws XMLStreamException {
    start("testsuite", "name", family);
    xml.writeAttribute("timestamp", report.date().truncatedTo(ChronoUnit.SECONDS).toString());
    counts(results);
    for (CaseResult result : results) {
      testCase(result);
    }
    xml.writeEndElement();
  }

  private void counts(List<CaseResult> results) throws XMLStreamException {
    xml.writeAttribute("tests", String.valueOf(results.size()));
    xml.writeAttribute("failures", count(results, Verdict.FAILED));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(results, Verdict.UNIMPLEMENTED));
    xml.writeAttribute(
        "time", seconds(results.stream().mapToLong(result -> result.duration().toMillis()).sum()));
  }

  private void testCase(CaseResult result) throws XMLStreamException {
    start("testcase", "name", result.tried().id() + ": " + result.tried().title());
    xml.writeAttribute("classname", "tidewire." + result.tried().family());
    xml.writeAttribute("time", seconds(result.duration().toMillis()));
    switch (result.verdict()) {
      case OK -> {}
      case FAILED -> {
        start("failure", "message", result.overall().why());
        xml.writeAttribute("type", result.tried().clause());
        xml.writeCharacters(clean(details(result)));
        xml.writeEndElement();
      }
      case UNIMPLEMENTED -> {
        start("skipped", "message", result.overall().why());
        xml.writeEndElement();
      }
      case NON_STRICT, INFORMATIONAL -> {
        xml.writeStartElement("system-out");
        xml.writeCharacters(clean(judgments(result).collect(Collectors.joining("\n"))));
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
  }

  private void start(String element, String attribute, String value) throws XMLStreamException {
    xml.writeCharacters("\n");
    xml.writeStartElement(element);
    xml.writeAttribute(attribute, clean(value));
  }

  private static String details(CaseResult result) {
    return Stream.of(
            Stream.of("", result.tried().clause()),
            judgments(result),
            result.tried().script().stream().map(step -> "- " + step),
            result.log().stream().map(WireLog.Entry::toString))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static Stream<String> judgments(CaseResult result) {
    return Stream.of(
        line("messages", result.messages()),
        line("close", result.close()),
        line("TCP", result.tcp()));
  }

  private static String line(String what, Judgment judgment) {
    return what
        + ": "
        + judgment.verdict()
        + (judgment.why().isEmpty() ? "" : ", " + judgment.why());
  }

  private static String count(List<CaseResult> results, Verdict verdict) {
    return String.valueOf(results.stream().filter(result -> result.verdict() == verdict).count());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  /// Without what XML 1.0 cannot say.
  private static String clean(String text) {
    return Visible.text(text).replaceAll("[\\ud800-\\udfff\\ufffe\\uffff]", "\ufffd");
  }
}
