namespace Portal.Ui;

/// <summary>One load at a time: asking for the next token cancels what still runs under the one before.</summary>
internal sealed class LatestOnly : IDisposable
{
    private CancellationTokenSource? current;
    private bool disposed;

    public CancellationToken Next()
    {
        current?.Cancel();
        current?.Dispose();
        current = new();
        if (disposed)
        {
            current.Cancel();
        }

        return current.Token;
    }

    public void Dispose()
    {
        disposed = true;
        current?.Cancel();
        current?.Dispose();
        current = null;
    }
}
