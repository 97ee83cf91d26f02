package io.seqway.testing;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Which store the tests take: the one the environment names; else a container, where a Docker engine answers; else the
 * embedded one. {@code SEQWAY_TEST_BACKENDS} set to {@code embedded} or {@code container} leaves no choice.
 *
 * @param name of the store in messages
 * @param uriVariable the environment variable that names a running one
 * @param engineAnswers whether containers can be tried
 */
record StoreChoice(
        String name,
        String uriVariable,
        BooleanSupplier engineAnswers,
        Supplier<Store> container,
        Supplier<Store> embedded) {

    static final String BACKENDS = "SEQWAY_TEST_BACKENDS";

    /**
     * Starts the store.
     *
     * @throws IllegalStateException if containers are demanded and there is none, or the demand is not understood
     */
    Store start(Map<String, String> environment) {
        String demand = environment.getOrDefault(BACKENDS, "");
        String uri = environment.getOrDefault(uriVariable, "");
        return switch (demand) {
            case "embedded" -> embedded.get();
            case "container" -> onlyContainer();
            case "" -> uri.isEmpty() ? containerOrEmbedded() : new Store(StoreKind.EXTERNAL, uri, "", () -> {});
            default ->
                throw new IllegalStateException(
                        BACKENDS + " is " + demand + ": it must be embedded, container or unset");
        };
    }

    private Store onlyContainer() {
        if (!engineAnswers.getAsBoolean()) {
            throw new IllegalStateException(
                    BACKENDS + " demands a container for " + name + ": no Docker engine answers");
        }
        return container.get();
    }

    private Store containerOrEmbedded() {
        if (!engineAnswers.getAsBoolean()) {
            return because("no Docker engine answers");
        }
        try {
            return container.get();
        } catch (RuntimeException e) {
            return because("the container did not start: " + e.getMessage());
        }
    }

    private Store because(String reason) {
        Store store = embedded.get();
        return new Store(store.kind(), store.uri(), "(" + reason + ")", store.stop());
    }
}
