namespace Portal.Access;

/// <summary>The HTTP client for addresses that people enter, webhooks first; backends have one of their own.</summary>
internal sealed class OutboundHttp : IDisposable
{
    public OutboundHttp(AddressPolicy policy)
    {
        Client = new HttpClient(policy.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("Portal");
    }

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();
}
