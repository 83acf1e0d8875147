using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Portal.Tests.Notifications;

/// <summary>A mail server that speaks enough SMTP to take, postpone or refuse a message.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Channel<string> taken = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, Queue<string>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> hung = new(StringComparer.Ordinal);
    private readonly Task accepting;

    public SmtpServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What it says, in turn, to <c>RCPT TO</c> an address; then it takes it.</summary>
    public void Answer(string address, params string[] lines) => answers[address] = new Queue<string>(lines);

    /// <summary>It says nothing at all to <c>RCPT TO</c> an address until the returned is disposed of.</summary>
    public IDisposable Hang(string address) =>
        new Release(hung[address] = new(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>The next message with these words that was taken: its head and body as they came.</summary>
    public async Task<string> NextAsync(string words, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mail = await taken.Reader.ReadAsync(cancellationToken);
            if (mail.Contains(words, StringComparison.Ordinal))
            {
                return mail;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stopping.Token);
            _ = TalkAsync(client);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var _ = client;
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII)
        {
            NewLine = "\r\n",
            AutoFlush = true,
        };
        await writer.WriteLineAsync("220 mail.test ready");
        while (await reader.ReadLineAsync(stopping.Token) is { } line)
        {
            if (line.Equals("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await writer.WriteLineAsync("354 go on");
                taken.Writer.TryWrite(await BodyAsync(reader));
            }

            if (hung.TryGetValue(AddressIn(line), out var silence))
            {
                await silence.Task.WaitAsync(stopping.Token);
            }

            await writer.WriteLineAsync(AnswerTo(line));
            if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }
        }
    }

    private string AnswerTo(string line)
    {
        if (line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase))
        {
            return "221 bye";
        }

        return answers.TryGetValue(AddressIn(line), out var queue) && queue.TryDequeue(out var answer)
            ? answer
            : "250 fine";
    }

    private static string AddressIn(string line) =>
        line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase) ? line[8..].Trim('<', '>', ' ') : "";

    private async Task<string> BodyAsync(StreamReader reader)
    {
        var body = new StringBuilder();
        while (await reader.ReadLineAsync(stopping.Token) is { } line && line != ".")
        {
            body.AppendLine(CultureInfo.InvariantCulture, $"{line}");
        }

        return body.ToString();
    }

    private sealed class Release(TaskCompletionSource silence) : IDisposable
    {
        public void Dispose() => silence.TrySetResult();
    }
}
