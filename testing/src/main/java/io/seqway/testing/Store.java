package io.seqway.testing;

/**
 * A running MongoDB or Redis.
 *
 * @param uri its connection string, which may hold credentials
 * @param detail what the report should say besides: the container's id, or why it is only embedded; may be empty
 * @param stop ends it
 */
record Store(StoreKind kind, String uri, String detail, Runnable stop) {

    /** One line: kind, address without credentials, detail. */
    String describe(String name) {
        String line = name + " " + kind + " " + uri.replaceFirst("//[^/@]*@", "//");
        return detail.isEmpty() ? line : line + " " + detail;
    }
}
