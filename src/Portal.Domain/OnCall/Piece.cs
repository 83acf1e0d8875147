using NodaTime;

namespace Portal.Domain.OnCall;

/// <summary>A stretch of the final schedule in which nothing changes.</summary>
/// <param name="User">Who is on call; null for nobody.</param>
/// <param name="Layer">The index of the layer that wins here; null where none covers. Overrides do not change it.</param>
/// <param name="Turn">The turn of that layer.</param>
/// <param name="Override">The override that decided, if one did.</param>
internal sealed record Piece(Instant From, Instant To, string? User, int? Layer, Turn? Turn, Override? Override);

/// <summary>Neighbouring pieces that a reader sees as one.</summary>
internal readonly record struct Run(Piece First, Piece Last)
{
    public static IEnumerable<Run> Of(IEnumerable<Piece> pieces, Func<Piece, Piece, bool> together)
    {
        Run? current = null;
        foreach (var piece in pieces)
        {
            if (current is { } run && together(run.Last, piece))
            {
                current = run with { Last = piece };
                continue;
            }

            if (current is { } done)
            {
                yield return done;
            }

            current = new Run(piece, piece);
        }

        if (current is { } last)
        {
            yield return last;
        }
    }

    public bool Contains(Instant instant) => First.From <= instant && instant < Last.To;
}
