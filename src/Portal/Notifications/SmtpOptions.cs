using System.ComponentModel.DataAnnotations;

namespace Portal.Notifications;

/// <summary>Section <c>Portal:Smtp</c>: the mail server that carries pages and notices.</summary>
internal sealed class SmtpOptions
{
    /// <summary>Name or address; empty: no e-mail is sent, and every e-mail fails over at once.</summary>
    public string Host { get; set; } = "";

    /// <summary>1 to 65535, default 587.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>STARTTLS, default true. Turn it off only for a server on the same machine.</summary>
    public bool StartTls { get; set; } = true;

    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The sender, default <c>portal@localhost</c>.</summary>
    [Required]
    public string From { get; set; } = "portal@localhost";
}
