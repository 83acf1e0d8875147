using Bunit;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Portal.Ui;

namespace Portal.Tests.Ui;

/// <summary>A place to render parts on: a viewer in Berlin, at night, with a clock and a feed that tests move.</summary>
internal sealed class Stage : BunitContext, IClock, IChangeFeed
{
    private readonly Dictionary<string, Action> listeners = new(StringComparer.Ordinal);

    public Stage()
    {
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddUi();
        Services.AddSingleton<IClock>(this);
        Services.AddSingleton<IChangeFeed>(this);
        Services.GetRequiredService<Viewer>().Take("Europe/Berlin", theme: null);
        SetRendererInfo(new("Server", isInteractive: true));
    }

    public ManualTime Time { get; } = new();

    public int Listeners => listeners.Count;

    public Instant GetCurrentInstant() => Instant.FromUtc(2026, 11, 20, 2, 6);

    public IDisposable Subscribe(string topic, Action changed)
    {
        listeners[topic] = changed;
        return new Leaving(() => listeners.Remove(topic));
    }

    public void Speak(string topic) => listeners[topic]();

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
