package io.seqway.server.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the test of the document takes for the same, and what it does not. */
class LikenessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static boolean alike(String shown, String said) throws JsonProcessingException {
        return Likeness.difference(JSON.readTree(shown), JSON.readTree(said)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'a': 1, 'b': [true, null]} | {'b': [true, null], 'a': 1}",
                "{'id': '…'}                 | {'id': '0d1f'}",
                "{'memory': '…'}             | {'memory': {'heap': 7}}",
                "'room!…!1'                  | 'room!6f3k.1!1'",
                "1767225600000               | 1798761600001",
                "[{'userId': 'a'}, {'userId': 'b'}] | [{'userId': 'b'}, {'userId': 'a'}]"
            })
    void sameFieldsAndWhateverVariesIsAlike(String shown, String said) throws JsonProcessingException {
        assertThat(alike(shown.replace('\'', '"'), said.replace('\'', '"'))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'seq': 1}           | {'sequence': 1}",
                "{'seq': 1}           | {'seq': 1, 'more': false}",
                "{'seq': 1, 'id': 2}  | {'seq': 1}",
                "{'seq': 1}           | {'seq': 2}",
                "{'seq': 1}           | {'seq': '1'}",
                "{'id': '…'}          | {}",
                "[1, 2]               | [2, 1]",
                "[1]                  | [1, 2]",
                "'room!…!1'           | 'room!6f3k.1!2'",
                "1767225600000        | 60000",
                "1767225600000        | '1767225600000'"
            })
    void anythingElseIsADifference(String shown, String said) throws JsonProcessingException {
        assertThat(alike(shown.replace('\'', '"'), said.replace('\'', '"'))).isFalse();
    }
}
