using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Migrations
{
    /// <inheritdoc />
    public partial class FrozenMonths : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "frozen_month",
                columns: table => new
                {
                    month = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_frozen_month", x => x.month);
                });

            migrationBuilder.CreateTable(
                name: "slo_month",
                columns: table => new
                {
                    slo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    service = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    team = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    objective = table.Column<decimal>(type: "numeric", nullable: false),
                    window = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    from = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    to = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    good = table.Column<decimal>(type: "numeric", nullable: false),
                    total = table.Column<decimal>(type: "numeric", nullable: false),
                    bad = table.Column<decimal>(type: "numeric", nullable: false),
                    sli = table.Column<decimal>(type: "numeric", nullable: true),
                    budget_consumed = table.Column<decimal>(type: "numeric", nullable: true),
                    coverage = table.Column<decimal>(type: "numeric", nullable: false),
                    raw_good = table.Column<decimal>(type: "numeric", nullable: false),
                    raw_total = table.Column<decimal>(type: "numeric", nullable: false),
                    raw_bad = table.Column<decimal>(type: "numeric", nullable: false),
                    frozen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_slo_month", x => new { x.month, x.slo_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "frozen_month");

            migrationBuilder.DropTable(
                name: "slo_month");
        }
    }
}
