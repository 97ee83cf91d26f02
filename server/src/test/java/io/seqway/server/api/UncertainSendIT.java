package io.seqway.server.api;

import static io.seqway.server.api.ApiServer.message;
import static io.seqway.server.api.ApiServer.messages;
import static io.seqway.server.api.ApiServer.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.testing.FaultProxy;
import io.seqway.testing.TestMongo;
import org.junit.jupiter.api.Test;

/** What becomes of a message while MongoDB says nothing is not known; sent again, it is there once. */
class UncertainSendIT {
    @Test
    void aSendWithoutAnOutcomeIsToldSoAndMayBeRepeated() {
        try (FaultProxy mongo = TestMongo.proxy();
                ApiServer server = ApiServer.start(TestMongo.uriThrough(mongo))) {
            server.post(messages("room"), user("ann"), message("m1", 1)).is(201);

            mongo.swallowReplies();
            server.post(messages("room"), user("ann"), message("m2", 2))
                    .isProblem(504, "timeout")
                    .saying("send it again as it is");
            mongo.pass();

            Answer repeat = server.post(messages("room"), user("ann"), message("m2", 2));
            while (repeat.status() == 504 || repeat.status() == 503) {
                repeat = server.post(messages("room"), user("ann"), message("m2", 2));
            }
            assertThat(repeat.status()).isBetween(200, 201);
            assertThat(repeat.json().path("seq").asInt()).isEqualTo(2);
            assertThat(server.get(messages("room") + "?after=0", user("ann"))
                            .is(200)
                            .json()
                            .path("messages"))
                    .hasSize(2);
        }
    }
}
