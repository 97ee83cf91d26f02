package io.seqway.gateway.store;

import io.seqway.protocol.ErrorCode;
import io.seqway.protocol.Refusal;
import io.seqway.protocol.bus.FromStore.Outcome;
import java.util.Arrays;

/** What became of a submission, in the words that clients are told. */
public final class Outcomes {
    private Outcomes() {}

    /**
     * Why the message is not stored, or not known to be; {@code null} if it is stored.
     *
     * @param outcome {@code null} if nothing is known
     */
    public static Refusal refusal(Outcome outcome) {
        if (outcome == null) {
            return new Refusal(ErrorCode.TIMEOUT, "not known yet whether it is stored: send it again as it is");
        }
        if (outcome.error() == null) {
            return null;
        }
        return new Refusal(code(outcome.error()), outcome.message(), outcome.limit(), outcome.retryAfterMs())
                .withVersion(outcome.version());
    }

    /** The code of this name; of a name that this version does not know, the most general one. */
    static ErrorCode code(String text) {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.text().equals(text))
                .findAny()
                .orElse(ErrorCode.INTERNAL);
    }
}
