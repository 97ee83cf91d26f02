package io.seqway.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.seqway.protocol.cluster.ClusterView;
import io.seqway.protocol.cluster.Role;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PlatformIT {
    @Test
    void nodesSeeEachOtherByRoleTalkAndNoticeWhenOneLeaves() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform gateway = nodes.join(EnumSet.of(Role.GATEWAY));
            Platform store = nodes.join(EnumSet.of(Role.MESSAGE_STORE));
            ClusterView view = gateway.view();

            Nodes.await(view, () -> view.nodes(Role.MESSAGE_STORE)
                    .contains(store.view().self()));
            assertThat(view.nodes(Role.GATEWAY)).containsExactly(view.self());
            assertThat(store.view().nodes(Role.GATEWAY)).containsExactly(view.self());
            assertThat(view.nodes(Role.PRESENCE)).isEmpty();

            CompletableFuture<String> heard = new CompletableFuture<>();
            store.vertx()
                    .eventBus()
                    .<String>consumer("room", message -> heard.complete(message.body()))
                    .completion()
                    .await(10, TimeUnit.SECONDS);
            gateway.vertx().eventBus().send("room", "hello");
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("hello");

            nodes.leave(store);
            Nodes.await(view, () -> view.nodes(Role.MESSAGE_STORE).isEmpty());
        }
    }

    @Test
    void nodesOfAnotherNameAreAnotherCluster() throws Exception {
        try (Nodes nodes = new Nodes()) {
            Platform live = nodes.join("live", EnumSet.of(Role.GATEWAY), Optional.empty());
            Platform trial = nodes.join("trial", EnumSet.of(Role.GATEWAY), Optional.empty());

            assertThat(live.view().nodes(Role.GATEWAY))
                    .containsExactly(live.view().self());
            assertThat(trial.view().nodes(Role.GATEWAY))
                    .containsExactly(trial.view().self());
        }
    }
}
