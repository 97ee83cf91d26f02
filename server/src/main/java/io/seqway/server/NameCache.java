package io.seqway.server;

import io.vertx.core.dns.AddressResolverOptions;
import java.security.Security;

/**
 * For how long an address is believed once a name was asked for. A store that is moved, as containers are whenever they
 * start anew, has another address under the same name. Left alone, the JVM, whose word the driver of MongoDB takes,
 * believes the old one for 30 s, and Vert.x, by which Redis is found, as long as the name server says: Docker's says ten
 * minutes.
 */
final class NameCache {
    /** In seconds, for an address that was found. */
    static final int FOUND = 5;

    /** In seconds, for a name that nobody knew, as that of a store that is being moved. */
    private static final int UNKNOWN = 1;

    private static final String JVM_FOUND = "networkaddress.cache.ttl";
    private static final String JVM_FOUND_BY_FLAG = "sun.net.inetaddr.ttl";
    private static final String JVM_UNKNOWN = "networkaddress.cache.negative.ttl";
    private static final String JVM_UNKNOWN_BY_FLAG = "sun.net.inetaddr.negative.ttl";

    private NameCache() {}

    /** For what asks the JVM: to be called before the first name is looked up. What the operator has set stays. */
    static void shorten() {
        if (Security.getProperty(JVM_FOUND) == null && System.getProperty(JVM_FOUND_BY_FLAG) == null) {
            Security.setProperty(JVM_FOUND, Integer.toString(FOUND));
        }
        if (System.getProperty(JVM_UNKNOWN_BY_FLAG) == null) {
            Security.setProperty(JVM_UNKNOWN, Integer.toString(UNKNOWN));
        }
    }

    /** For what asks Vert.x. */
    static AddressResolverOptions options() {
        return new AddressResolverOptions().setCacheMaxTimeToLive(FOUND);
    }
}
