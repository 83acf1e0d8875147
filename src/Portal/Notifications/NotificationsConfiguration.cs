using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Notifications;

internal sealed class NotificationsConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.Property(message => message.Key).HasMaxLength(400);
        builder.Property(message => message.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(message => message.Channel).HasConversion<string>().HasMaxLength(20);
        builder.Property(message => message.Status).HasConversion<string>().HasMaxLength(20);
        builder.Property(message => message.Content).HasColumnType("jsonb");
        builder.HasIndex(message => message.Key).IsUnique();
        builder.HasIndex(message => message.Subject);
        builder.HasIndex(message => message.NextAttemptAt).HasFilter("status = 'Pending'");
    }
}
