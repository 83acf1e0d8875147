namespace Portal.Ui;

/// <summary>Tells open pages that something changed, whoever changed it and on whichever replica.</summary>
internal interface IChangeFeed
{
    /// <summary>Calls <paramref name="changed"/>, on any thread and perhaps often, until the answer is disposed.</summary>
    IDisposable Subscribe(string topic, Action changed);
}

/// <summary>For a portal without a feed: pages show what they loaded.</summary>
internal sealed class QuietFeed : IChangeFeed, IDisposable
{
    public IDisposable Subscribe(string topic, Action changed) => this;

    public void Dispose() { }
}
