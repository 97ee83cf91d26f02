package io.seqway.server.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of the nodes of a cluster. */
final class Peers {
    private static final Pattern HOST_AND_PORT = Pattern.compile("[A-Za-z0-9._-]+:(\\d{1,5})");

    private Peers() {}

    static boolean valid(String peer) {
        Matcher matcher = HOST_AND_PORT.matcher(peer);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(1));
        return port > 0 && port <= 65535;
    }

    /** The first private IPv4 address of this machine: what nodes say to each other is for no other network. */
    static String ownAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Peers::usable)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance)
                    .filter(InetAddress::isSiteLocalAddress)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElseThrow(() -> noAddress(null));
        } catch (SocketException e) {
            throw noAddress(e);
        }
    }

    private static boolean usable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            throw noAddress(e);
        }
    }

    private static ConfigException noAddress(SocketException e) {
        return new ConfigException(
                "--cluster-host (or SEQWAY_CLUSTER_HOST) is missing: this machine has no address in a private network; give one",
                e);
    }
}
