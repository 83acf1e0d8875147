using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Migrations
{
    /// <inheritdoc />
    public partial class SloGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "slo_group",
                columns: table => new
                {
                    slo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    labels = table.Column<string>(type: "text", nullable: false),
                    window_good = table.Column<decimal>(type: "numeric", nullable: false),
                    window_total = table.Column<decimal>(type: "numeric", nullable: false),
                    window_hours = table.Column<int>(type: "integer", nullable: false),
                    hour_good = table.Column<decimal>(type: "numeric", nullable: false),
                    hour_total = table.Column<decimal>(type: "numeric", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slo_group", x => new { x.slo_id, x.group_id });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "slo_group_hour",
                columns: table => new
                {
                    slo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    start = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    good = table.Column<decimal>(type: "numeric", nullable: false),
                    total = table.Column<decimal>(type: "numeric", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slo_group_hour", x => new { x.slo_id, x.start, x.group_id });
                });

            migrationBuilder.CreateTable(
                name: "slo_group_schedule",
                columns: table => new
                {
                    slo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    backend = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    labels = table.Column<string[]>(type: "text[]", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reached = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    past_from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    target = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    standing_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    groups = table.Column<int>(type: "integer", nullable: false),
                    claimed_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    failed_passes = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slo_group_schedule", x => x.slo_id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "ix_slo_group_slo_id_labels",
                table: "slo_group",
                columns: new[] { "slo_id", "labels" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "slo_group");

            migrationBuilder.DropTable(
                name: "slo_group_hour");

            migrationBuilder.DropTable(
                name: "slo_group_schedule");
        }
    }
}
