package io.tidewire.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewire.protocol.Headers.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
  private static final Headers COOKIES =
      Headers.of("Cookie", "a=1", "Host", "example.com", "cookie", "b=2");

  @ParameterizedTest
  @ValueSource(strings = {"host", "Host", "HOST", "hOsT"})
  void namesAreFoundInAnyCase(String name) {
    assertThat(COOKIES.first(name)).contains("example.com");
    assertThat(COOKIES.contains(name)).isTrue();
    assertThat(COOKIES.without(name).contains("Host")).isFalse();
  }

  @Test
  void repeatedFieldsKeepTheirOrder() {
    assertThat(COOKIES.all("Cookie")).containsExactly("a=1", "b=2");
    assertThat(COOKIES.first("Cookie")).contains("a=1");
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(COOKIES.first("Origin")).isEmpty();
    assertThat(COOKIES.all("Origin")).isEmpty();
    assertThat(COOKIES.tokens("Origin")).isEmpty();
    assertThat(COOKIES.contains("Origin")).isFalse();
    assertThat(Headers.EMPTY.isEmpty()).isTrue();
    assertThat(COOKIES.isEmpty()).isFalse();
  }

  @Test
  void listsRunOverRepeatedFieldsWithoutEmptyElements() {
    Headers headers = Headers.of("Upgrade", ", h2c ,\t,websocket,", "UPGRADE", "", "upgrade", "x");
    assertThat(headers.tokens("Upgrade")).containsExactly("h2c", "websocket", "x");
  }

  @ParameterizedTest
  @CsvSource({
    "websocket, true",
    "WebSocket, true",
    "'h2c, WEBSOCKET', true",
    "' ,websocket', true",
    "websockets, false",
    "websocket/13, false",
    "web socket, false",
    "'', false",
  })
  void aTokenIsFoundInAnyAsciiCase(String value, boolean found) {
    assertThat(Headers.of("Upgrade", value).hasToken("upgrade", "websocket")).isEqualTo(found);
  }

  @Test
  void fieldsAreAddedAtTheEnd() {
    Headers more = Headers.EMPTY.with("A", "1").withAll(Headers.of("B", "2", "A", "3"));
    assertThat(more).isEqualTo(Headers.of("A", "1", "B", "2", "A", "3"));
    assertThat(more).hasSameHashCodeAs(Headers.of("A", "1", "B", "2", "A", "3"));
    assertThat(more.without("a")).isEqualTo(Headers.of("B", "2"));
    assertThat(more).containsExactlyElementsOf(more.fields()).hasToString(more.fields().toString());
  }

  @Test
  void copiesDoNotFollowTheirSource() {
    List<Field> source = new ArrayList<>(List.of(new Field("A", "1")));
    Headers copy = Headers.copyOf(source);
    source.clear();
    assertThat(copy.fields()).hasSize(1);
  }

  @Test
  void whitespaceAroundAValueIsNotPartOfIt() {
    assertThat(new Field("A", " \tone two\t ").value()).isEqualTo("one two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "a\0", "\u00e4", "a,b", "\"a\""})
  void aNameThatIsNoTokenIsRefused(String name) {
    assertThatThrownBy(() -> new Field(name, "value"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a token");
  }

  // U+010A and U+010D become LF and CR when an encoder cuts them down to one byte.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nX: y",
        "a\nX: y",
        "a\rb",
        "a\0b",
        "\r\n",
        "a\u010aX: y",
        "a\u010d",
        "\u20ac"
      })
  void noValueCanSmuggleInAnotherField(String value) {
    assertThatThrownBy(() -> Headers.of("A", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one line of Latin-1");
    assertThatThrownBy(() -> Headers.EMPTY.with("A", value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNameWithoutAValueIsRefused() {
    assertThatThrownBy(() -> Headers.of("A", "1", "B"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
