package io.seqway.gateway.auth;

import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Which pages may connect: a browser sends a user's page's origin with every WebSocket handshake, and nothing else keeps
 * a foreign page from connecting (RFC 6455, section 10.2).
 */
public final class Origins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> allowed;
    private final boolean loopback;

    /**
     * @param allowed other sites' origins, compared exactly
     * @param loopback whether pages of this machine may connect, whatever their port
     */
    public Origins(List<String> allowed, boolean loopback) {
        this.allowed = Set.copyOf(allowed);
        this.loopback = loopback;
    }

    /** Whether a Host header, with or without a port, names this machine itself. */
    public static boolean isLoopback(String host) {
        return host != null && LOOPBACK.contains(host.replaceFirst(":[0-9]+$", ""));
    }

    /**
     * Whether a page of this origin may connect.
     *
     * @param origin the Origin header, or {@code null} if there was none: then it is not a browser
     * @param host the Host header
     */
    public boolean allows(String origin, String host) {
        if (origin == null || allowed.contains(origin)) {
            return true;
        }
        URI uri;
        try {
            uri = URI.create(origin);
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || !origin.equals(uri.getScheme() + "://" + uri.getRawAuthority())) {
            return false;
        }
        // TLS may end at a proxy, so that the scheme seen here says nothing.
        return uri.getRawAuthority().equalsIgnoreCase(host) || (loopback && LOOPBACK.contains(uri.getHost()));
    }
}
