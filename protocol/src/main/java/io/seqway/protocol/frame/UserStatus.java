package io.seqway.protocol.frame;

import java.util.Set;

/**
 * How a user who is online is, as they say.
 *
 * @param status {@code online}, {@code away} or {@code busy}
 * @param text what they say of it, or {@code null}
 */
public record UserStatus(String status, String text) {
    private static final Set<String> NAMES = Set.of("online", "away", "busy"); // before what is made by it

    /** Of those who say nothing. */
    public static final UserStatus ONLINE = new UserStatus("online", null);

    /** @throws IllegalArgumentException if there is no such status */
    public UserStatus {
        if (!NAMES.contains(status)) {
            throw new IllegalArgumentException("status must be online, away or busy");
        }
        text = text == null || text.isEmpty() ? null : text;
    }
}
