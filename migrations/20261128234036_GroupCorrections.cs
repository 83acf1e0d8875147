using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Migrations
{
    /// <inheritdoc />
    public partial class GroupCorrections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<decimal>(
                name: "corrected_good",
                table: "slo_group_hour",
                type: "numeric",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "corrected_total",
                table: "slo_group_hour",
                type: "numeric",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "slo_group_due",
                columns: table => new
                {
                    slo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    start = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slo_group_due", x => new { x.slo_id, x.start });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "slo_group_due");

            migrationBuilder.DropColumn(
                name: "corrected_good",
                table: "slo_group_hour");

            migrationBuilder.DropColumn(
                name: "corrected_total",
                table: "slo_group_hour");
        }
    }
}
