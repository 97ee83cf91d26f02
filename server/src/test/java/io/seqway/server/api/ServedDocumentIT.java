package io.seqway.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document by which requests and answers are checked is the one that is served. */
class ServedDocumentIT {
    @Test
    void itIsServedAsItIs() throws IOException {
        Answer answer =
                ApiServer.shared().ask("GET", "/openapi.yaml", Map.of(), "").is(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/yaml");
        try (InputStream document = ServedDocumentIT.class.getResourceAsStream("/openapi.yaml")) {
            assertThat(answer.text())
                    .isEqualTo(new String(document.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("openapi: 3.1.0");
        }
    }
}
