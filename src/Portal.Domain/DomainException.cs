namespace Portal.Domain;

/// <summary>The domain refuses. The message is a sentence for the person who asked: what happened, and what to do.</summary>
public sealed class DomainException(string message) : Exception(message);
