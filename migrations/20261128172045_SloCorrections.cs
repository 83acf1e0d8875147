using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Migrations
{
    /// <inheritdoc />
    public partial class SloCorrections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "corrected_good",
                table: "slo_slice",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "corrected_total",
                table: "slo_slice",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_excluded",
                table: "slo_slice",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "slo_correction_span",
                columns: table => new
                {
                    correction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    slo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    effect = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slo_correction_span", x => new { x.slo_id, x.starts, x.correction_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_slo_correction_span_correction_id",
                table: "slo_correction_span",
                column: "correction_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "slo_correction_span");

            migrationBuilder.DropColumn(
                name: "corrected_good",
                table: "slo_slice");

            migrationBuilder.DropColumn(
                name: "corrected_total",
                table: "slo_slice");

            migrationBuilder.DropColumn(
                name: "is_excluded",
                table: "slo_slice");
        }
    }
}
