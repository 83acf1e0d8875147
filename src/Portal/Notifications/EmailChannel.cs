using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Portal.Domain.Teams;

namespace Portal.Notifications;

/// <summary>E-mail over SMTP. The message id is made from the key, so that a second copy is shown once by most readers.</summary>
internal sealed class EmailChannel(IOptionsMonitor<SmtpOptions> options) : IChannel
{
    public ContactMethodType Type => ContactMethodType.Email;

    public async Task<DeliveryOutcome> SendAsync(
        OutboxMessage message,
        MessageContent content,
        CancellationToken cancellationToken
    )
    {
        var smtp = options.CurrentValue;
        if (smtp.Host.Length == 0)
        {
            return new DeliveryOutcome.Refused("no mail server is set: set Portal__Smtp__Host");
        }

        using var mail = Compose(smtp.From, message, content);
        using var client = new SmtpClient(smtp.Host, smtp.Port) { EnableSsl = smtp.StartTls };
        if (smtp.User.Length > 0)
        {
            client.Credentials = new NetworkCredential(smtp.User, smtp.Password);
        }

        try
        {
            await client.SendMailAsync(mail, cancellationToken);
            return new DeliveryOutcome.Accepted();
        }
        catch (SmtpFailedRecipientException refused) when (IsPermanent(refused.StatusCode))
        {
            return new DeliveryOutcome.Refused($"{message.Address} is refused: {refused.Message}");
        }
        catch (SmtpException failure) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = failure.InnerException is SocketException socket ? socket.Message : failure.Message;
            return IsPermanent(failure.StatusCode)
                ? new DeliveryOutcome.Refused(cause)
                : new DeliveryOutcome.Postponed(cause);
        }
    }

    private static MailMessage Compose(string from, OutboxMessage message, MessageContent content)
    {
        var mail = new MailMessage(from, message.Address)
        {
            Subject = OneLine(Subject(message, content)),
            Body = MessageText.Plain(content),
        };
        mail.AlternateViews.Add(
            AlternateView.CreateAlternateViewFromString(MessageText.Html(content), null, MediaTypeNames.Text.Html)
        );
        mail.Headers["Message-ID"] = $"<{Uri.EscapeDataString(message.Key)}@portal>";
        mail.Headers["X-Portal-Key"] = message.Key;
        if (message.Kind is MessageKind.Page)
        {
            mail.Priority = MailPriority.High;
        }

        return mail;
    }

    private static string Subject(OutboxMessage message, MessageContent content) =>
        message.Kind is MessageKind.Page ? $"[{content.Severity}] #{content.Incident} {content.Title}" : content.Title;

    private static string OneLine(string text)
    {
        var line = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
        return line[..Math.Min(line.Length, 200)];
    }

    /// <summary>5xx answers: the same message will be refused again.</summary>
    private static bool IsPermanent(SmtpStatusCode code) => (int)code is >= 500 and < 600;
}
