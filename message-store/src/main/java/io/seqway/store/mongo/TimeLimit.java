package io.seqway.store.mongo;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long an answer of MongoDB is waited for; who waited in vain is told in words of this. */
record TimeLimit(long ms) {
    /** The driver goes on with what was asked, and what becomes of that is not known. */
    static final class NoAnswerException extends TimeoutException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(long ms) {
            super("MongoDB did not answer within " + ms + " ms");
        }

        /** Without the name of the class, which says nothing more in a log. */
        @Override
        public String toString() {
            return getMessage();
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    <T> Future<T> on(Future<T> answer) {
        return answer.timeout(ms, TimeUnit.MILLISECONDS)
                .recover(e -> Future.failedFuture(e instanceof TimeoutException ? new NoAnswerException(ms) : e));
    }
}
