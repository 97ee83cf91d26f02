package io.seqway.gateway.door;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;

/**
 * The address of a client behind proxies. Each proxy adds, at the right of {@code X-Forwarded-For}, who spoke to it; so
 * what stands there is true as far as those behind it can be trusted, and everything else is what the client claims.
 */
final class ClientAddresses {
    private final List<Subnet> trusted;

    ClientAddresses(List<Subnet> trusted) {
        this.trusted = trusted;
    }

    /**
     * Whose handshake it is: the peer, or, if that is a trusted proxy, the first from the right that is none. Where a
     * trusted proxy names no address, it is the proxy's own.
     *
     * @param forwardedFor the values of {@code X-Forwarded-For}, in their order; may be empty
     */
    InetAddress of(InetAddress peer, List<String> forwardedFor) {
        InetAddress client = peer;
        for (int header = forwardedFor.size() - 1; header >= 0; header--) {
            String[] hops = forwardedFor.get(header).split(",", -1);
            for (int hop = hops.length - 1; hop >= 0; hop--) {
                InetAddress before = isTrusted(client) ? address(hops[hop].strip()) : null;
                if (before == null) {
                    return client;
                }
                client = before;
            }
        }
        return client;
    }

    boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(subnet -> subnet.contains(address));
    }

    /** An address as proxies write it, some with a port; {@code null} if it is none. */
    private static InetAddress address(String hop) {
        String host = hop.matches("\\[.*]:[0-9]+|[0-9.]+:[0-9]+") ? hop.substring(0, hop.lastIndexOf(':')) : hop;
        return NetUtil.createInetAddressFromIpAddressString(host);
    }
}
