package io.seqway.server.config;

import static io.seqway.server.config.Setting.*;

import io.seqway.gateway.auth.SendRate;
import io.seqway.gateway.presence.ConnectionLimit;
import io.seqway.gateway.session.UserLimits;
import io.seqway.protocol.Limits;
import java.util.Set;

/** Reads what users may do with all their connections; what is not given follows from the limits of one. */
final class UserReader {
    private static final int MOST = 1_000_000;

    private final Settings settings;

    UserReader(Settings settings) {
        this.settings = settings;
    }

    UserLimits read(Limits limits) {
        UserLimits derived = UserLimits.of(limits);
        return new UserLimits(
                rate(USER_SENDS_PER_SECOND, USER_SEND_BURST, derived.rate()),
                rate(MAX_SENDS_PER_SECOND, MAX_SEND_BURST, derived.mostClaimed()));
    }

    /** Where newer connections take the places of older ones, a user has one, unless it is said otherwise. */
    ConnectionLimit connections() {
        boolean replace = settings.choice(CONNECTION_POLICY, Set.of("allow", "replace"), CONNECTION_POLICY.defaultText)
                .equals("replace");
        return new ConnectionLimit(
                settings.numberOr(MAX_CONNECTIONS_PER_USER, 1, 10_000, replace ? 1 : ConnectionLimit.DEFAULT_PER_USER),
                replace);
    }

    private SendRate rate(Setting perSecond, Setting burst, SendRate otherwise) {
        return new SendRate(
                settings.numberOr(perSecond, 1, MOST, otherwise.perSecond()),
                settings.numberOr(burst, 1, MOST, otherwise.burst()));
    }
}
