package io.seqway.gateway.door;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One address, or all that begin alike: {@code 10.0.0.7}, {@code 10.0.0.0/8}, {@code fd00::/8}. */
public final class Subnet {
    private final String text;
    private final IpSubnetFilterRule rule;

    private Subnet(String text, IpSubnetFilterRule rule) {
        this.text = text;
        this.rule = rule;
    }

    /** Reads one; names are not looked up. {@code null} if it is none. */
    public static Subnet of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = address.getAddress().length * Byte.SIZE;
        String prefix = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
            return null;
        }
        return new Subnet(text, new IpSubnetFilterRule(address, Integer.parseInt(prefix), IpFilterRuleType.ACCEPT));
    }

    boolean contains(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, 0));
    }

    @Override
    public String toString() {
        return text;
    }
}
