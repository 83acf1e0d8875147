using NodaTime;

namespace Portal.Notifications;

/// <summary>When to try again, and when to give a way up.</summary>
internal static class DeliveryPolicy
{
    /// <summary>A page gives a way up after this many tries or this long, since another way is waiting to be tried.</summary>
    private const int PageTries = 3;

    private static readonly Duration PagePatience = Duration.FromMinutes(2);
    private static readonly Duration NoticePatience = Duration.FromHours(4);

    /// <returns>How long to wait before the next try; null to give up.</returns>
    public static Duration? NextTry(MessageKind kind, int attempts, Duration age, Duration? notBefore)
    {
        var wait = Duration.Max(Backoff(attempts), notBefore ?? Duration.Zero);
        var (tries, patience) = kind switch
        {
            MessageKind.Page => (PageTries, PagePatience),
            MessageKind.Notice => (int.MaxValue, NoticePatience),
            MessageKind.Test => (1, PagePatience),
        };
        return attempts >= tries || age + wait > patience ? null : wait;
    }

    /// <summary>2 s, 6 s, 18 s, 54 s …, at most 10 min.</summary>
    private static Duration Backoff(int attempts) =>
        Duration.Min(Duration.FromSeconds(2 * Math.Pow(3, Math.Min(attempts - 1, 6))), Duration.FromMinutes(10));
}
