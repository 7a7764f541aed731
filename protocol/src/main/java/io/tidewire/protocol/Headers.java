package io.tidewire.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Header fields in their order, repeated ones included. Names are found whatever their case (RFC
/// 9110 §5.1).
///
/// Immutable, and safe for use by many threads. Each look-up takes time linear in the number of
/// fields.
public final class Headers implements Iterable<Headers.Field> {
  /// No fields at all.
  public static final Headers EMPTY = new Headers(List.of());

  private final List<Field> fields;

  private Headers(List<Field> fields) {
    this.fields = fields;
  }

  /// One field. What HTTP/1.1 cannot carry in one line is refused, so that no value can smuggle in
  /// another field.
  ///
  /// @param name a token (RFC 9110 §5.6.2)
  /// @param value characters up to U+00FF without CR, LF and NUL (RFC 9110 §5.5); whitespace around
  ///   it is cut off
  public record Field(String name, String value) {
    /// @throws IllegalArgumentException when the name or the value breaks these rules
    public Field {
      Tokens.requireToken("the name of a header field", name);
      value = Tokens.trim(value);
      if (!value.chars().allMatch(Field::fitsInLine)) {
        throw new IllegalArgumentException(
            "the value of the header field "
                + name
                + " must be one line of Latin-1 text, and "
                + Echo.quote(value)
                + " is not");
      }
    }

    // An encoder that narrows characters to bytes would make a line feed of U+010A: hence the upper
    // bound.
    private static boolean fitsInLine(int c) {
      return c != '\r' && c != '\n' && c != 0 && c <= 0xff;
    }
  }

  /// Fields from name and value in turn.
  ///
  /// @throws IllegalArgumentException when a value is missing, or a name or a value is not legal
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("each header field needs a name and a value");
    }
    Field[] fields = new Field[namesAndValues.length / 2];
    Arrays.setAll(fields, i -> new Field(namesAndValues[2 * i], namesAndValues[2 * i + 1]));
    return new Headers(List.of(fields));
  }

  /// The given fields in the order of their iteration.
  public static Headers copyOf(Collection<Field> fields) {
    return new Headers(List.copyOf(fields));
  }

  /// The value of the first field of this name.
  public Optional<String> first(String name) {
    return fields.stream().filter(named(name)).map(Field::value).findFirst();
  }

  /// The values of all fields of this name, in order.
  public List<String> all(String name) {
    return fields.stream().filter(named(name)).map(Field::value).toList();
  }

  /// The elements of a comma-separated list, gathered from all fields of this name, without the
  /// whitespace around them and without empty ones (RFC 9110 §5.6.1.2). A comma inside quotes
  /// separates too.
  public List<String> tokens(String name) {
    return Tokens.elements(all(name));
  }

  /// Whether [#tokens] holds this token, compared without ASCII case.
  public boolean hasToken(String name, String token) {
    return tokens(name).stream().anyMatch(element -> Tokens.equalsIgnoreCase(element, token));
  }

  /// Whether there is a field of this name.
  public boolean contains(String name) {
    return fields.stream().anyMatch(named(name));
  }

  /// These fields and one more at the end.
  ///
  /// @throws IllegalArgumentException when the name or the value is not legal
  public Headers with(String name, String value) {
    return withAll(Headers.of(name, value));
  }

  /// These fields, then `more`.
  public Headers withAll(Headers more) {
    List<Field> all = new ArrayList<>(fields);
    all.addAll(more.fields);
    return copyOf(all);
  }

  /// These fields but those of this name.
  public Headers without(String name) {
    return new Headers(fields.stream().filter(named(name).negate()).toList());
  }

  /// All fields, in order; cannot be changed.
  public List<Field> fields() {
    return fields;
  }

  /// Whether there is no field.
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  @Override
  public Iterator<Field> iterator() {
    return fields.iterator();
  }

  /// Same fields in the same order, their names in the same case.
  @Override
  public boolean equals(Object other) {
    return other instanceof Headers that && fields.equals(that.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }

  private static Predicate<Field> named(String name) {
    return field -> Tokens.equalsIgnoreCase(field.name(), name);
  }
}
