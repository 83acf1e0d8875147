using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Portal.Migrations
{
    /// <summary>Until when an incident is quiet, and which other it became part of. Two columns without a default and two small indexes: no row is written.</summary>
    public partial class IncidentSnoozeAndMerge : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "merged_into",
                table: "incident",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "snoozed_until",
                table: "incident",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_incident_group_key_merged",
                table: "incident",
                column: "group_key",
                filter: "merged_into is not null");

            migrationBuilder.CreateIndex(
                name: "ix_incident_merged_into",
                table: "incident",
                column: "merged_into",
                filter: "merged_into is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_incident_group_key_merged",
                table: "incident");

            migrationBuilder.DropIndex(
                name: "ix_incident_merged_into",
                table: "incident");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "incident");

            migrationBuilder.DropColumn(
                name: "snoozed_until",
                table: "incident");
        }
    }
}
