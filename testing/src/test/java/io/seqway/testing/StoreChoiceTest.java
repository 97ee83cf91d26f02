package io.seqway.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class StoreChoiceTest {

    private static final String EXTERNAL_URI = "mongodb://user:secret@host:1/?w=majority";

    private static final Supplier<Store> CONTAINER =
            () -> new Store(StoreKind.CONTAINER, "mongodb://localhost:2", "image id", () -> {});

    private static final Supplier<Store> EMBEDDED =
            () -> new Store(StoreKind.EMBEDDED, "mongodb://127.0.0.1:3", "", () -> {});

    @Test
    void takesTheServerThatTheEnvironmentNames() {
        Store store = choice(true, CONTAINER).start(Map.of("URI", EXTERNAL_URI));

        assertThat(store.kind()).isEqualTo(StoreKind.EXTERNAL);
        assertThat(store.uri()).isEqualTo(EXTERNAL_URI);
    }

    @Test
    void takesAContainerWhereADockerEngineAnswers() {
        assertThat(choice(true, CONTAINER).start(Map.of()).kind()).isEqualTo(StoreKind.CONTAINER);
    }

    @Test
    void takesTheEmbeddedStoreWhereNoEngineAnswersAndSaysWhy() {
        Store store = choice(false, CONTAINER).start(Map.of());

        assertThat(store.describe("mongodb"))
                .isEqualTo("mongodb embedded mongodb://127.0.0.1:3 (no Docker engine answers)");
    }

    @Test
    void takesTheEmbeddedStoreWhereTheContainerDoesNotStartAndSaysWhy() {
        Store store = choice(true, StoreChoiceTest::noImage).start(Map.of());

        assertThat(store.kind()).isEqualTo(StoreKind.EMBEDDED);
        assertThat(store.detail()).isEqualTo("(the container did not start: no image)");
    }

    @Test
    void theDemandForTheEmbeddedStoreIsStrongerThanAServerOrAnEngine() {
        Map<String, String> environment = Map.of("URI", EXTERNAL_URI, StoreChoice.BACKENDS, "embedded");

        assertThat(choice(true, CONTAINER).start(environment).kind()).isEqualTo(StoreKind.EMBEDDED);
    }

    @Test
    void theDemandForAContainerIsStrongerThanAServer() {
        Map<String, String> environment = Map.of("URI", EXTERNAL_URI, StoreChoice.BACKENDS, "container");

        assertThat(choice(true, CONTAINER).start(environment).kind()).isEqualTo(StoreKind.CONTAINER);
    }

    @Test
    void theDemandForAContainerFailsWithoutOne() {
        Map<String, String> environment = Map.of(StoreChoice.BACKENDS, "container");

        assertThatThrownBy(() -> choice(false, CONTAINER).start(environment))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("SEQWAY_TEST_BACKENDS demands a container for mongodb: no Docker engine answers");
        assertThatThrownBy(() -> choice(true, StoreChoiceTest::noImage).start(environment))
                .hasMessage("no image");
    }

    @Test
    void anUnknownDemandIsRefused() {
        assertThatThrownBy(() -> choice(true, CONTAINER).start(Map.of(StoreChoice.BACKENDS, "docker")))
                .hasMessage("SEQWAY_TEST_BACKENDS is docker: it must be embedded, container or unset");
    }

    @Test
    void theReportHoldsNoCredentials() {
        Store store = choice(true, CONTAINER).start(Map.of("URI", EXTERNAL_URI));

        assertThat(store.describe("mongodb")).isEqualTo("mongodb external mongodb://host:1/?w=majority");
    }

    private static StoreChoice choice(boolean engine, Supplier<Store> container) {
        return new StoreChoice("mongodb", "URI", () -> engine, container, EMBEDDED);
    }

    private static Store noImage() {
        throw new IllegalStateException("no image");
    }
}
