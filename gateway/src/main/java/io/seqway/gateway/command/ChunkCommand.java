package io.seqway.gateway.command;

import io.seqway.gateway.session.Session;
import io.seqway.gateway.stream.ChunkIntake;
import io.seqway.protocol.frame.ClientFrame.Chunk;
import io.seqway.protocol.frame.StreamFrames;

/** {@code chunk}: a part of a stream of the caller, acked once a majority has it on disk. */
final class ChunkCommand implements Command<Chunk> {
    private final ChunkIntake intake;

    ChunkCommand(ChunkIntake intake) {
        this.intake = intake;
    }

    @Override
    public void execute(Session session, Chunk frame) {
        intake.take(session, frame)
                .onSuccess(duplicate -> session.write(StreamFrames.chunkAck(
                        frame.id(), frame.stream(), frame.seq(), duplicate, frame.payload().length)))
                .onFailure(e -> session.refuseOfStream(frame.id(), Refusals.of(e), frame.stream(), frame.seq()));
    }
}
