using Microsoft.AspNetCore.Components;

namespace Portal.Ui;

/// <summary>Loads a page's data anew when the change feed speaks. Draws nothing.</summary>
public sealed class LiveRefresh : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private CancellationToken ended;
    private string? listened;
    private IDisposable? subscription;
    private int waiting;
    private int running;

    /// <summary>What to listen to; empty listens to nothing.</summary>
    [Parameter, EditorRequired]
    public required string Topic { get; set; }

    /// <summary>Never runs twice at once, and not more often than <see cref="Gap"/>.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnChange { get; set; }

    /// <summary>A storm of changes costs one load in this time.</summary>
    [Parameter]
    public TimeSpan Gap { get; set; } = TimeSpan.FromSeconds(1);

    [Inject]
    internal IChangeFeed Feed { get; init; } = null!;

    [Inject]
    internal TimeProvider Time { get; init; } = null!;

    protected override void OnInitialized() => ended = gone.Token;

    protected override void OnParametersSet()
    {
        // While prerendering nobody would hear it.
        if (Topic == listened || !RendererInfo.IsInteractive)
        {
            return;
        }

        listened = Topic;
        subscription?.Dispose();
        subscription = Topic.Length == 0 ? null : Feed.Subscribe(Topic, Changed);
    }

    private void Changed()
    {
        Volatile.Write(ref waiting, 1);
        if (Interlocked.Exchange(ref running, 1) == 0)
        {
            _ = InvokeAsync(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (!ended.IsCancellationRequested && Interlocked.Exchange(ref waiting, 0) == 1)
            {
                await OnChange.InvokeAsync();
                await Task.Delay(Gap, Time, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
        catch (Exception problem)
        {
            await DispatchExceptionAsync(problem); // fails the page that listens, not the one who spoke
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }

        // Gone, it must not begin again: with a change still waiting it would call itself without end.
        if (!ended.IsCancellationRequested && Volatile.Read(ref waiting) == 1)
        {
            Changed();
        }
    }

    public void Dispose()
    {
        subscription?.Dispose();
        gone.Cancel();
        gone.Dispose();
    }
}
