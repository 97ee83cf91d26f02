package io.seqway.gateway.auth;

import java.util.List;

/**
 * Who a connection speaks for, as its token says.
 *
 * @param name what to show to others, or {@code null}
 * @param picture the address of a picture to show, or {@code null}
 * @param expiresAt when the token ends, in ms since 1970
 * @param service whether it is a backend, which may enter every room and is not rate limited
 * @param rooms rooms that the token grants, by name or by prefix ({@code team.*})
 * @param claimed how fast the token lets its user send, where that is more than others may
 */
public record Identity(
        String userId,
        String name,
        String picture,
        long expiresAt,
        boolean service,
        List<String> rooms,
        SendRate claimed) {

    /** Somebody who may send as fast as everybody. */
    public Identity(String userId, String name, String picture, long expiresAt, boolean service, List<String> rooms) {
        this(userId, name, picture, expiresAt, service, rooms, SendRate.NONE);
    }

    /** Whether the token itself opens this room. */
    public boolean grants(String room) {
        return service || rooms.stream().anyMatch(grant -> matches(grant, room));
    }

    private static boolean matches(String grant, String room) {
        return grant.endsWith("*") ? room.startsWith(grant.substring(0, grant.length() - 1)) : room.equals(grant);
    }
}
