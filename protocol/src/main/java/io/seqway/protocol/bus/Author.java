package io.seqway.protocol.bus;

/**
 * Who sends a message, as the token said.
 *
 * @param id the user's id
 * @param name what to show, or {@code null}
 * @param picture the address of a picture, or {@code null}
 */
public record Author(String id, String name, String picture) {}
