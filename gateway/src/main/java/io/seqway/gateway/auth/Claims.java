package io.seqway.gateway.auth;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Ids;
import io.seqway.protocol.Limits;
import io.seqway.protocol.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the claims of a verified token say (RFC 7519, section 4). */
final class Claims {
    /** How far the clocks of those who sign may be ahead of this one, in ms. An end is never put off. */
    private static final long LEEWAY_MS = 5_000;

    private static final int MAX_NAME = 256;
    private static final int MAX_PICTURE = 1024;

    private Claims() {}

    /**
     * The identity that they give at this time.
     *
     * @param audience the one that must be among theirs, or {@code null}
     * @param now in ms since 1970
     */
    static Identity identity(JsonObject claims, String audience, long now) {
        if (audience != null && !isFor(claims.getValue("aud"), audience)) {
            throw unauthenticated("the token is not valid");
        }
        long expiresAt = end(claims, now);
        begun(claims, "nbf", now);
        begun(claims, "iat", now);
        if (!(claims.getValue("sub") instanceof String sub) || !Ids.valid(sub)) {
            throw unauthenticated("the token's sub must be " + Ids.RULE);
        }
        return new Identity(
                sub,
                shown(claims.getValue("name"), MAX_NAME),
                shown(claims.getValue("picture"), MAX_PICTURE),
                expiresAt,
                Objects.equals(claims.getValue("role"), "service"),
                rooms(claims.getValue("rooms")),
                claimed(claims.getValue("limits")));
    }

    private static boolean isFor(Object claim, String audience) {
        return claim instanceof JsonArray several ? several.contains(audience) : audience.equals(claim);
    }

    private static long end(JsonObject claims, long now) {
        if (!(claims.getValue("exp") instanceof Number exp)) {
            throw unauthenticated("the token has no exp");
        }
        // Clients are told this time, and many of them read no greater integer exactly.
        long expiresAt = (long) Math.min(exp.doubleValue() * 1000, Limits.MAX_SEQ);
        if (expiresAt <= now) {
            throw new Refusal(ErrorCode.TOKEN_EXPIRED, "the token has expired");
        }
        return expiresAt;
    }

    private static void begun(JsonObject claims, String name, long now) {
        if (claims.containsKey(name)
                && !(claims.getValue(name) instanceof Number begin
                        && begin.doubleValue() * 1000 <= (double) now + LEEWAY_MS)) {
            throw unauthenticated("the token is not valid yet");
        }
    }

    private static String shown(Object claim, int max) {
        return claim instanceof String text && text.length() <= max ? text : null;
    }

    private static List<String> rooms(Object claim) {
        List<String> rooms = new ArrayList<>();
        if (claim instanceof JsonArray array) {
            for (Object room : array) {
                if (room instanceof String name) {
                    rooms.add(name);
                }
            }
        }
        return rooms;
    }

    private static SendRate claimed(Object claim) {
        return claim instanceof JsonObject limits
                ? new SendRate(positive(limits.getValue("sendsPerSecond")), positive(limits.getValue("sendBurst")))
                : SendRate.NONE;
    }

    /** The number, or 0 where it is none; what is greater than an int is the greatest one. */
    private static int positive(Object value) {
        return value instanceof Number number
                ? (int) Math.max(0, Math.min(number.doubleValue(), Integer.MAX_VALUE))
                : 0;
    }

    private static Refusal unauthenticated(String message) {
        return new Refusal(ErrorCode.UNAUTHENTICATED, message);
    }
}
